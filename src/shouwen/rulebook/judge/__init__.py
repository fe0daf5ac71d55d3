"""The judge: from a rule and a record to a duty, with the steps that led there."""
