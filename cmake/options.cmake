# SPDX-License-Identifier: GPL-3.0-or-later
# How everything is compiled: one target that the others link.
option(VOISOIN_TESTS "build the tests" ON)
option(VOISOIN_WERROR "warnings are errors" OFF)
option(VOISOIN_BENCH "build the measurements (tests/bench)" OFF)
option(VOISOIN_FUZZ "build the fuzz targets (clang)" OFF)
set(VOISOIN_SANITIZE "" CACHE STRING "sanitizers, e.g. address,undefined or thread")

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
add_library(project_options INTERFACE)
target_compile_features(project_options INTERFACE c_std_17)
target_compile_definitions(project_options INTERFACE _GNU_SOURCE)
target_include_directories(project_options INTERFACE ${PROJECT_SOURCE_DIR}/include)
target_compile_options(project_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
    -Wvla -Wformat=2 $<$<BOOL:${VOISOIN_WERROR}>:-Werror>)
if(VOISOIN_SANITIZE)
    target_compile_options(project_options INTERFACE
        -fsanitize=${VOISOIN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
    target_link_options(project_options INTERFACE -fsanitize=${VOISOIN_SANITIZE})
endif()
