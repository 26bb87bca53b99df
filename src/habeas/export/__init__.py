"""Reports and open formats; reads only."""
