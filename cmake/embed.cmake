# SPDX-License-Identifier: GPL-3.0-or-later
# embed(TARGET name FILE path): the file's bytes become `const char name[]` (NUL-terminated) and
# `const size_t name_length` in a generated .c file of the target, declared by <embedded/name.h>.
# Programs then need no files beside them, and a query stays a file that any SQLite shell can run.
function(embed target name file)
    get_filename_component(path ${file} ABSOLUTE)
    set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded/${name}.c)
    add_custom_command(OUTPUT ${source} ${CMAKE_CURRENT_BINARY_DIR}/embedded/${name}.h
        COMMAND ${CMAKE_COMMAND} -DINPUT=${path} -DNAME=${name} -DOUTPUT=${CMAKE_CURRENT_BINARY_DIR}/embedded/${name}
                -P ${PROJECT_SOURCE_DIR}/cmake/embed_file.cmake
        DEPENDS ${path} ${PROJECT_SOURCE_DIR}/cmake/embed_file.cmake VERBATIM)
    target_sources(${target} PRIVATE ${source} ${CMAKE_CURRENT_BINARY_DIR}/embedded/${name}.h)
    target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
endfunction()

# embed_sql(target folder): every folder/NAME.sql becomes sql_NAME.
function(embed_sql target folder)
    file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.sql)
    foreach(file ${files})
        get_filename_component(name ${file} NAME_WE)
        embed(${target} sql_${name} ${file})
    endforeach()
endfunction()
