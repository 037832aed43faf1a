# exit: 1
import _broken
