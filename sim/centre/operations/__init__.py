"""The operations of docs/centre.md, by what they are about. Each reads its fields and answers; none knows HTTP."""
