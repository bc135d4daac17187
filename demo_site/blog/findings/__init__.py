"""For each finding of the profiler a page that has it and a page that has not."""
