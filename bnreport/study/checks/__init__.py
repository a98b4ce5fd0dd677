"""What is wrong with the meaning of a study whose form is right."""
