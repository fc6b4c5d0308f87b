"""What is sent and what came of it: pure values and functions, standard library only."""
