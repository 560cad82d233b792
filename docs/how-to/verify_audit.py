#!/usr/bin/env python3
"""Verify an export of the audit chain with nothing but Python's standard library.

Usage: python3 verify_audit.py export.jsonl [heads.json]

`motcua audit export` writes one JSON object a line: chain, seq, entry, previous, hash. With a heads file (chain → [seq,
hash], kept elsewhere, for example printed or time-stamped) a cut tail and a chain rebuilt from scratch are found too.
Exit status 0: every chain holds. 1: the first break of each chain is printed.
"""

import hashlib
import json
import sys

GENESIS = "0" * 64


def breaks(lines, heads):
    """Yield (chain, seq, reason) for the first break of every chain."""
    state, broken = {}, set()
    for line in lines:
        row = json.loads(line)
        chain, seq = row["chain"], row["seq"]
        if chain in broken:
            continue
        last_seq, last_hash = state.get(chain, (0, GENESIS))
        right = hashlib.sha256(f"{row['previous']}|{seq}|{row['entry']}".encode()).hexdigest()
        if seq != last_seq + 1:
            reason = f"entry {last_seq + 1} is missing"
        elif row["previous"] != last_hash:
            reason = "does not follow the entry before it"
        elif row["hash"] != right:
            reason = "was changed after it was written"
        else:
            state[chain] = (seq, row["hash"])
            continue
        broken.add(chain)
        yield chain, seq, reason
    for chain, (seq, head) in heads.items():
        if chain not in broken and state.get(chain, (0, GENESIS)) != (seq, head):
            yield chain, seq, "the tail was cut or the chain rebuilt: the kept head does not match"


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        heads = {}
        if len(sys.argv) > 2:
            with open(sys.argv[2], encoding="utf-8") as file:
                heads = {chain: (seq, head) for chain, (seq, head) in json.load(file).items()}
        found = list(breaks(lines, heads))
    for chain, seq, reason in found:
        print(f"{chain} entry {seq}: {reason}")
    print("every chain holds" if not found else f"{len(found)} chains are broken")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
