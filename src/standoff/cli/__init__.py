"""The command line: one module for each verb; heavy imports happen inside the verbs."""
