"""The bank of the fee account: transfers by VietQR or by hand, signed credit advices, a daily statement."""
