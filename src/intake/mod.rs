//! What comes in: records of files, and the demo, as commands of the trade. It knows no shop: readers of files stand in
//! [`crate::exchange`].
