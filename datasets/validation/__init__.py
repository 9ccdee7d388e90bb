"""Is this file what it says it is?"""
