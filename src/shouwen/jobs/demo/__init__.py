"""`shouwen demo`: a plainly fictional office with a year of life, loaded once and then served.

cast      who works there, in which posts, and what the office does for people
office    building it through actions
world     the clock: every act of the year in the order of time, at office hours
stories   how one matter goes, from the first question to the rating
inside    matters that come from inside: instructions and documents
load      a year of stories, and the day that the visitor finds
command   migrate, load, print address and accounts, serve
"""
