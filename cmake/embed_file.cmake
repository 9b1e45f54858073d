# SPDX-License-Identifier: GPL-3.0-or-later
# Run by embed(): INPUT's bytes to OUTPUT.c and OUTPUT.h as NAME.
file(READ ${INPUT} hex HEX)
string(LENGTH "${hex}" digits)
math(EXPR length "${digits} / 2")
string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
file(WRITE ${OUTPUT}.h "#include <stddef.h>\nextern const char ${NAME}[];\nextern const size_t ${NAME}_length;\n")
file(WRITE ${OUTPUT}.c "#include \"embedded/${NAME}.h\"\nconst char ${NAME}[] = {${bytes}'\\0'};\nconst size_t ${NAME}_length = ${length};\n")
