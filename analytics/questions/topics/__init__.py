"""The registry of questions: each module answers a group of them and offers QUESTIONS."""
