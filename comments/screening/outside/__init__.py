"""Services outside that may be asked about a text. Off unless somebody switches them on, and told
nothing but the text and what they cannot do without."""
