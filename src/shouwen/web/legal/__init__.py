"""What the pages of the legal officer, the administrator and the auditor show."""
