"""The catalogue, and a dataset's way in.

receive a draft (`intake`) -> store its bytes (`storage`) -> find out what each file is (`reading`)
-> mend it in named steps (`repair`) -> check it with Frictionless (`validation`) -> type it into
Parquet (`tables`) -> describe it as a Data Package (`packaging`) -> make it findable (`search`).
`preparation` does the middle of that in a limited child process; `pipeline` does it as jobs;
`publishing` and `disclosure` decide what the public sees.
"""
