"""What to write instead, as code for the line of the source; one file per kind of cause."""
