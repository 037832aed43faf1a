//! Sums without loss: exact sums of doubles, dot products, and lengths of vectors.

/// What an exact sum comes to.
pub enum Sum {
    /// The rounded sum.
    Value(f64),
    /// Infinities of both signs.
    Opposite,
    /// A partial sum left the range of doubles.
    Overflow,
}

/// An exact sum: doubles that do not overlap, in increasing magnitude, as in Shewchuk's adaptive arithmetic.
#[derive(Default)]
pub struct ExactSum {
    partials: Vec<f64>,
    infinite: f64,
    has_infinite: bool,
    opposite: bool,
    overflow: bool,
}

impl ExactSum {
    /// Adds a number.
    pub fn add(&mut self, number: f64) {
        if !number.is_finite() {
            if number.is_infinite() && self.has_infinite && self.infinite == -number {
                self.opposite = true;
            }
            self.infinite += number;
            self.has_infinite |= number.is_infinite();
            if number.is_nan() {
                self.has_infinite = true;
            }
            return;
        }
        let (mut carry, mut kept) = (number, 0);
        for index in 0..self.partials.len() {
            let mut partial = self.partials[index];
            if carry.abs() < partial.abs() {
                std::mem::swap(&mut carry, &mut partial);
            }
            let high = carry + partial;
            let low = partial - (high - carry);
            if low != 0.0 {
                self.partials[kept] = low;
                kept += 1;
            }
            carry = high;
        }
        if !carry.is_finite() {
            self.overflow = true;
            return;
        }
        self.partials.truncate(kept);
        if carry != 0.0 {
            self.partials.push(carry);
        }
    }

    /// Adds a product, with its rounding error.
    pub fn add_product(&mut self, a: f64, b: f64) {
        let product = a * b;
        if !product.is_finite() || product == 0.0 {
            self.add(product);
            return;
        }
        self.add(product);
        self.add(a.mul_add(b, -product));
    }

    /// The sum, rounded once.
    pub fn finish(self) -> Sum {
        if self.opposite {
            return Sum::Opposite;
        }
        if self.has_infinite {
            return Sum::Value(self.infinite);
        }
        if self.overflow {
            return Sum::Overflow;
        }
        let mut rest = self.partials.into_iter().rev();
        let Some(mut high) = rest.next() else {
            return Sum::Value(0.0);
        };
        while let Some(next) = rest.next() {
            let before = high;
            high = before + next;
            let low = next - (high - before);
            if low != 0.0 {
                // Half-way cases are decided by the sign of what is still below.
                if let Some(below) = rest.next()
                    && (low < 0.0) == (below < 0.0)
                {
                    let doubled = low * 2.0;
                    let candidate = high + doubled;
                    if candidate - high == doubled {
                        high = candidate;
                    }
                }
                break;
            }
        }
        Sum::Value(high)
    }
}

/// The Euclidean length of a vector, without needless overflow, rounded almost always right.
pub fn length(coordinates: &[f64]) -> f64 {
    let largest = coordinates.iter().fold(0.0f64, |largest, c| largest.max(c.abs()));
    if coordinates.iter().any(|c| c.is_infinite()) {
        return f64::INFINITY;
    }
    if coordinates.iter().any(|c| c.is_nan()) {
        return f64::NAN;
    }
    if largest == 0.0 || coordinates.len() == 1 {
        return largest;
    }
    // A power of two brings the largest coordinate near one, so that squares neither overflow nor vanish.
    let exponent = pyrs_object::hash::frexp(largest).1;
    let scale = |x: f64, by: i32| super::scale(x, by);
    let mut sum = ExactSum::default();
    for c in coordinates {
        let c = scale(*c, -exponent);
        sum.add_product(c, c);
    }
    let mut rest = ExactSum::default();
    let root = match sum.finish() {
        Sum::Value(total) => total.sqrt(),
        _ => return f64::INFINITY,
    };
    // One Newton step with an exact residue.
    for c in coordinates {
        let c = scale(*c, -exponent);
        rest.add_product(c, c);
    }
    rest.add_product(-root, root);
    let root = match rest.finish() {
        Sum::Value(residue) => root + residue / (2.0 * root),
        _ => root,
    };
    scale(root, exponent)
}
