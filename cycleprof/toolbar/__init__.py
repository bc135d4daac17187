"""HTTP over stores, analysis and panels: the tool's own addresses, and the tag that pages get."""
