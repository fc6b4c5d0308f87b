"""The rules of `lint`, by subject: each module says what is wrong with one part of a draft."""
