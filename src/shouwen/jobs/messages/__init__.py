"""`shouwen import messages`: citizens' messages with the office's replies, judged by their times.

sheet     reading xlsx or csv into rows, each fault with its row, column and reason
trial     the institution that judges history older than the editions (试评)
entering  one row into one matter, at its real times; a row that is known changes nothing
figures   how many were late under which regulation, and the worst of each
command   the command, its progress and its report
"""
