"""What a file says outside of its tables: texts under the names they have there."""
