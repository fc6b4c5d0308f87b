"""What the program keeps on disk: private files, the encrypted database and its one thread."""
