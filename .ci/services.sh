# Sourced by .ci/run: the programs that the tests need and PyPI does not have. Debian, as root.

# apt_install COMMAND PACKAGE...: install the packages unless the command is there.
apt_install() {
  command -v "$1" >/dev/null && return
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${@:2}"
}

# answers PORT: whether somebody listens on 127.0.0.1:PORT.
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# wait_for NAME PORT: give a server that is starting half a minute.
wait_for() {
  local left=60
  until answers "$2"; do
    ((left-- > 0)) || { echo "$1 does not answer on 127.0.0.1:$2" >&2; return 1; }
    sleep 0.5
  done
}

start_postgresql() {
  answers 5432 || pg_ctlcluster --skip-systemctl-redirect "$(ls /etc/postgresql)" main start
  wait_for PostgreSQL 5432
}

start_mariadb() {
  answers 3306 || start-stop-daemon --start --oknodo --background --exec /usr/sbin/mariadbd
  wait_for MariaDB 3306
}

start_redis() {
  answers 6379 || redis-server --daemonize yes --bind 127.0.0.1 -::1 --port 6379 --save "" \
    --appendonly no --dir /var/lib/redis --logfile /var/log/redis/ci.log
  wait_for Redis 6379
}
