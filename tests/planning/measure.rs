//! Sizes and weights hold no wrong value.

use depo::limits::{SIDE_MM_MAX, WEIGHT_GRAMS_MAX};
use depo::planning::{MeasureError, Side, Size, Weight};

#[test]
fn a_size_has_three_sides_within_bounds() {
    assert_eq!(Size::new(1, 0, 1), Err(MeasureError::NoExtent(Side::Width)));
    let mm = SIDE_MM_MAX + 1;
    let side = Side::Height;
    assert_eq!(Size::new(1, 1, mm), Err(MeasureError::TooLong { side, mm }));
    let largest = Size::new(SIDE_MM_MAX, SIDE_MM_MAX, SIDE_MM_MAX).expect("a size");
    assert!(largest.volume_mm3().checked_mul(100_000).is_some());
}

#[test]
fn what_is_turned_fits_where_what_stands_upright_does_not() {
    let size = |sides: [u32; 3]| Size::new(sides[0], sides[1], sides[2]).expect("a size");
    let check = |thing: [u32; 3], space: [u32; 3], turned: bool, upright: bool| {
        assert_eq!(size(thing).fits_turned(size(space)), turned, "{thing:?}");
        assert_eq!(size(thing).fits_upright(size(space)), upright, "{thing:?}");
    };
    check([10, 20, 30], [30, 20, 10], true, false);
    check([10, 20, 30], [20, 10, 30], true, true);
    check([10, 20, 31], [30, 20, 10], false, false);
    check([5, 21, 30], [20, 20, 30], false, false);
    assert_eq!(size([300, 200, 100]).length_and_girth_mm(), 900);
}

#[test]
fn sums_of_weights_stay_within_bounds() {
    let most = Weight::new(WEIGHT_GRAMS_MAX).expect("a weight");
    assert_eq!(most.plus(most), most);
    assert_eq!(most.times(u32::MAX), most);
    let light = Weight::new(250).expect("a weight");
    assert_eq!(light.times(3).plus(light).grams(), 1_000);
    let grams = WEIGHT_GRAMS_MAX + 1;
    assert_eq!(Weight::new(grams), Err(MeasureError::TooHeavy { grams }));
}
