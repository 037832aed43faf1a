//! The C library's functions of complex numbers (C99, annex G).

/// A complex number as C passes it: two doubles in floating-point registers.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct Complex {
    /// Real part.
    pub real: f64,
    /// Imaginary part.
    pub imaginary: f64,
}

impl Complex {
    /// Whether both parts are.
    pub fn is_finite(self) -> bool {
        self.real.is_finite() && self.imaginary.is_finite()
    }

    /// Whether one part is.
    pub fn is_infinite(self) -> bool {
        self.real.is_infinite() || self.imaginary.is_infinite()
    }

    /// Whether one part is none.
    pub fn is_nan(self) -> bool {
        self.real.is_nan() || self.imaginary.is_nan()
    }
}

unsafe extern "C" {
    pub safe fn cacos(z: Complex) -> Complex;
    pub safe fn cacosh(z: Complex) -> Complex;
    pub safe fn casin(z: Complex) -> Complex;
    pub safe fn casinh(z: Complex) -> Complex;
    pub safe fn catan(z: Complex) -> Complex;
    pub safe fn catanh(z: Complex) -> Complex;
    pub safe fn ccos(z: Complex) -> Complex;
    pub safe fn ccosh(z: Complex) -> Complex;
    pub safe fn cexp(z: Complex) -> Complex;
    pub safe fn clog(z: Complex) -> Complex;
    pub safe fn csin(z: Complex) -> Complex;
    pub safe fn csinh(z: Complex) -> Complex;
    pub safe fn csqrt(z: Complex) -> Complex;
    pub safe fn ctan(z: Complex) -> Complex;
    pub safe fn ctanh(z: Complex) -> Complex;
}
