"""Lets PyMySQL stand in for mysqlclient, which can only be compiled with MariaDB's headers."""

from __future__ import annotations

from importlib.util import find_spec

if find_spec("MySQLdb") is None and find_spec("pymysql") is not None:
    import pymysql

    pymysql.install_as_MySQLdb()
