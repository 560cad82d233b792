from motcua.rooms.payments.banks import bank_name


def test_a_bank_is_named_and_an_unknown_one_shown_by_its_number() -> None:
    assert bank_name("970436") == "Vietcombank"
    assert bank_name("123456") == "123456"
