"""Which trainings a study needs, what each is called, and where their results lie."""
