"""Small widgets that the columns are made of. Each shows data as plain text only."""
