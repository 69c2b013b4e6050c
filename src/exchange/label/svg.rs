//! Labels as SVG, for the printer that the browser knows. No style attribute and no script: it may stand in a page with
//! a strict policy.

use super::text::Lines;
use super::{Align, Area, DOTS_PER_MM, Label, Piece};

/// The label as one SVG element, of its own size in millimetres.
pub fn write(label: &Label) -> String {
    let (width, height) = (label.width_dots, label.height_dots);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}mm\" height=\"{}mm\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"Arial, Helvetica, sans-serif\" shape-rendering=\"crispEdges\">",
        width / DOTS_PER_MM,
        height / DOTS_PER_MM,
    );
    for piece in label.pieces() {
        push(&mut svg, piece);
    }
    svg.push_str("</svg>");
    svg
}

fn push(svg: &mut String, piece: &Piece) {
    match piece {
        Piece::Rule(area) => svg.push_str(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            area.x, area.y, area.width, area.height
        )),
        Piece::Text { area, lines, align } => {
            let size = lines.size_dots;
            for (x, y, anchor, line) in placed(area, lines, *align) {
                svg.push_str(&format!(
                    "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" text-anchor=\"{anchor}\">{}</text>",
                    escaped(line)
                ));
            }
        }
        Piece::Code {
            area,
            module_dots,
            barcode,
        } => {
            let height_modules = area.height / module_dots;
            svg.push_str(&format!(
                "<path transform=\"translate({} {}) scale({module_dots})\" d=\"{}\"/>",
                area.x,
                area.y,
                barcode.symbol().path(height_modules)
            ));
        }
    }
}

/// The lines of a text, each with where it begins, its base line, and the `text-anchor` by which it is placed.
pub fn placed<'l>(
    area: &Area,
    lines: &'l Lines,
    align: Align,
) -> Vec<(usize, usize, &'static str, &'l str)> {
    let (x, anchor) = match align {
        Align::Left => (area.x, "start"),
        Align::Centre => (area.x + area.width / 2, "middle"),
    };
    let all = lines.lines.iter().enumerate();
    all.map(|(index, line)| {
        // Capitals reach four fifths of the size above the base line.
        let y = area.y + index * lines.line_dots() + lines.size_dots * 4 / 5;
        (x, y, anchor, line.as_str())
    })
    .collect()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}
