"""The program without a face: it opens the rooms when they are needed and works off every thread
but its own. The window and the command line are two faces of the same `Engine`."""
