"""A newsroom under load whose processes are killed, and then a long quiet load; afterwards what
people were told, what is stored and what readers get must agree.

`house` is the machine room (server, worker, database), `crew` the people, `killing` and `steady`
the two halves, `checks` the questions asked in the end.
"""
