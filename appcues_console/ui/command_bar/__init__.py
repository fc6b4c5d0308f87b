"""The bar above the columns: to whom the next send goes, for whom it is, and the send itself."""
