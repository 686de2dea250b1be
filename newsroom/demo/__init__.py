"""The demo paper: The Allard Courier of Port Allard, a town that is on no map.

Its words are in the files beside this one, its pictures are drawn by `pictures`, and every date
is counted back from the moment it is loaded.
"""
