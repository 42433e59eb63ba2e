"""Numbers for Prometheus: `shared` adds them up over the processes of a machine, `numbers` says
which there are, `measure` counts, `page` hands them out.

The official client was tried first. For several processes it wants a folder that is emptied before
each start and named in the environment before it is imported, keeps a file for every process that
ever ran, and leaves out collectors of one's own. What is counted here is known beforehand, so one
file of a fixed size does it.
"""
