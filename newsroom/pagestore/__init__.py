"""Pages kept in each worker's memory and answered before Django is entered.

`counters` says whether a kept page still holds, `bus` carries changes between processes and
machines, `store` keeps the pages, `gate` is the WSGI layer that readers meet.
"""
