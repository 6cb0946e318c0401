"""The closed vocabulary of rule kinds."""
