"""How dossiers are read: rows, timelines, work-lists, the public look-up. `queries` is the one door."""
