"""HTTP, pages and the command line: everything through which people and programs reach the stages before."""
