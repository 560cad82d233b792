"""A payment gateway that keeps to VNPAY 2.1.0: payment page, IPN with retries, return, querydr, refund."""
