"""The commands that manage.py knows by the names of these files."""
