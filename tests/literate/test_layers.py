from literate.layers import Size, arranged, curve


def test_boxes_stand_as_far_apart_as_the_size_says() -> None:
    size = Size(width=50, height=20, column=70, row=60)
    centres, routes, corner = arranged(["a", "b", "c"], [("a", "c", ""), ("b", "c", "")], size)
    assert centres["b"][0] - centres["a"][0] == 70
    assert centres["c"][1] - centres["a"][1] == 60
    assert routes == [[centres["a"], centres["c"]], [centres["b"], centres["c"]]]
    assert corner == (centres["b"][0] + 25 + 4, centres["c"][1] + 10 + 4)


def test_curve_can_be_drawn_from_its_end_and_stop_short_of_a_box() -> None:
    down, label = curve([(10, 22), (40, 114)])
    assert (down, label) == ("M10 44C10 68 40 68 40 92", (25, 68))
    assert curve([(10, 22), (40, 114)], gap=9) == ("M10 44C10 68 40 68 40 83", label)
    up = "M40 92C40 68 10 68 10 53"
    assert curve([(10, 22), (40, 114)], back=True, gap=9) == (up, label)
