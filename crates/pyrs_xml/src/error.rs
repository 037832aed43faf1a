//! What can be wrong with a document. The numbers are Expat's.

macro_rules! errors {
    ($($name:ident = $code:literal $text:literal;)*) => {
        /// An error of the document, or of the use of the parser.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(i32)]
        pub enum Error {
            $(#[doc = $text] $name = $code,)*
        }
    };
}

errors! {
    NoMemory = 1 "Out of memory.";
    Syntax = 2 "A token where it may not be.";
    NoElements = 3 "The document ended before its element did.";
    InvalidToken = 4 "Not well formed.";
    UnclosedToken = 5 "The document ended inside of a token.";
    PartialChar = 6 "The document ended inside of a character.";
    TagMismatch = 7 "An end tag of another element.";
    DuplicateAttribute = 8 "An attribute given twice.";
    JunkAfterDocElement = 9 "More than blanks, comments and instructions behind the document's element.";
    ParamEntityRef = 10 "A reference to a parameter entity where there may be none.";
    UndefinedEntity = 11 "A reference to an entity that is not declared.";
    RecursiveEntityRef = 12 "An entity refers to itself.";
    AsyncEntity = 13 "An element begins or ends in an entity but not in it alone.";
    BadCharRef = 14 "A reference to a character that XML does not have.";
    BinaryEntityRef = 15 "A reference to an entity that is not text.";
    AttributeExternalEntityRef = 16 "A reference to an external entity in an attribute.";
    MisplacedXmlPi = 17 "An XML declaration that is not at the start.";
    UnknownEncoding = 18 "An encoding that nobody knows.";
    IncorrectEncoding = 19 "An encoding that cannot be the one in use.";
    UnclosedCdataSection = 20 "A CDATA section that does not end.";
    ExternalEntityHandling = 21 "The user could not read an external entity.";
    NotStandalone = 22 "The user refuses documents that are not standalone.";
    EntityDeclaredInPe = 24 "An entity declared where a standalone document may not rely on it.";
    CantChangeFeature = 26 "A setting changed too late.";
    UnboundPrefix = 27 "A prefix without a namespace.";
    UndeclaringPrefix = 28 "A prefix bound to nothing.";
    IncompletePe = 29 "A declaration that does not end in the parameter entity that it began in.";
    XmlDecl = 30 "The XML declaration is not well formed.";
    TextDecl = 31 "The text declaration is not well formed.";
    PublicId = 32 "A public identifier with characters that may not be in it.";
    Finished = 36 "The document has ended already.";
    ReservedPrefixXml = 38 "The prefix xml bound to something else.";
    ReservedPrefixXmlns = 39 "The prefix xmlns declared.";
    ReservedNamespaceUri = 40 "Another prefix bound to a reserved namespace.";
    InvalidArgument = 41 "An argument that makes no sense.";
    AmplificationLimit = 43 "Entities expand to too much.";
}

/// An error and where it is in the text that is being processed.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// What is wrong.
    pub error: Error,
    /// A position in the text; of no meaning inside of internal entities.
    pub at: usize,
}

impl Error {
    /// The error at a position.
    pub fn at(self, at: usize) -> Fault {
        Fault { error: self, at }
    }
}
