"""Views, one file per topic."""
