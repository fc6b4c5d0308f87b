"""A desktop console for testing the Appcues HTTP API.

The rooms, from the face to the foundation: ``app`` composes; ``ui`` and ``cli`` are the two faces;
``engine`` is the program without a face; ``delivery``, ``history``, ``accounts``, ``practice`` and
``intake`` do one thing each and do not know one another; ``storage`` keeps; ``activity`` says what
is sent.
"""

__version__ = "0.1.0"
