# What an installation holds, relocatable: programs find libraries and models from their own place.
#
#   bin/                    duoscale, duoscale-cli
#   lib/duoscale/torch/lib  LibTorch's CPU libraries, as its wheel has them
#   lib/duoscale/nvidia     the two CUDA libraries that libtorch_cpu.so names; no GPU is needed for them
#   lib/duoscale            libduoscale_cuda.so (component cuda, with LibTorch's CUDA libraries)
#   share/                  the demo family, desktop file, icons, man pages, completions, user guide
#
# LibTorch's libraries look for NVIDIA's in ../../nvidia, so both keep the layout of the wheels.
#
# Components: studio (default), cuda.
include(GNUInstallDirs)
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME studio)
set(DUOSCALE_HOMEPAGE "" CACHE STRING "Address of the project's pages, for packages and AppStream")
set(DUOSCALE_RELEASE_DATE "2026-12-01" CACHE STRING "Date of the release, for AppStream")
set(private_dir lib/duoscale)

# ---- programs and libraries ----

set_target_properties(duoscale-cli PROPERTIES INSTALL_RPATH "$ORIGIN/../${private_dir}/torch/lib")
install(TARGETS duoscale-cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
if(TARGET duoscale)
    install(TARGETS duoscale RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

# install_library(DESTINATION COMPONENT FILE…): as regular files, under the names that programs load.
function(install_library destination component)
    foreach(file IN LISTS ARGN)
        get_filename_component(name ${file} NAME)
        file(REAL_PATH ${file} real)
        install(FILES ${real} DESTINATION ${destination} RENAME ${name} COMPONENT ${component}
            PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
    endforeach()
endfunction()

set(torch_libraries libtorch_cpu.so libc10.so)
foreach(name libgomp.so.1) # wheels bring their own
    if(EXISTS ${DUOSCALE_TORCH_DIR}/lib/${name})
        list(APPEND torch_libraries ${name})
    endif()
endforeach()
list(TRANSFORM torch_libraries PREPEND ${DUOSCALE_TORCH_DIR}/lib/)
install_library(${private_dir}/torch/lib studio ${torch_libraries})
file(GLOB cuda_of_cpu ${DUOSCALE_TORCH_DIR}/../nvidia/cu13/lib/libcudart.so.13
    ${DUOSCALE_TORCH_DIR}/../nvidia/cu13/lib/libcupti.so.13)
install_library(${private_dir}/nvidia/cu13/lib studio ${cuda_of_cpu})

if(TARGET duoscale_cuda)
    set_target_properties(duoscale_cuda PROPERTIES INSTALL_RPATH "$ORIGIN/torch/lib:$ORIGIN/nvidia/cu13/lib")
    install(TARGETS duoscale_cuda LIBRARY DESTINATION ${private_dir} COMPONENT cuda)
    file(GLOB torch_cuda ${DUOSCALE_TORCH_DIR}/lib/libtorch_cuda.so ${DUOSCALE_TORCH_DIR}/lib/libc10_cuda.so
        ${DUOSCALE_TORCH_DIR}/lib/libtorch_cuda_linalg.so ${DUOSCALE_TORCH_DIR}/lib/libtorch_nvshmem.so
        ${DUOSCALE_TORCH_DIR}/lib/libcaffe2_nvrtc.so)
    install_library(${private_dir}/torch/lib cuda ${torch_cuda})
    install(PROGRAMS packaging/fetch_cuda.sh DESTINATION ${private_dir} COMPONENT cuda)
    install(FILES packaging/wheels.txt DESTINATION ${private_dir} COMPONENT cuda)
endif()

# ---- models, desktop, documents ----

install(DIRECTORY models/demo DESTINATION ${CMAKE_INSTALL_DATADIR}/duoscale/models
    FILES_MATCHING PATTERN "*.safetensors" PATTERN "*.tsv" PATTERN "*.json" PATTERN "*.md" PATTERN "*.png")
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
# Licences of the libraries that come along.
file(GLOB foreign ${DUOSCALE_TORCH_DIR}/../torch-*.dist-info/licenses
    ${DUOSCALE_TORCH_DIR}/../nvidia_cuda_runtime-*.dist-info/licenses
    ${DUOSCALE_TORCH_DIR}/../nvidia_cuda_cupti-*.dist-info/licenses)
foreach(folder IN LISTS foreign)
    string(REGEX REPLACE ".*/([^/-]+)-[^/]*\\.dist-info/licenses$" "\\1" name ${folder})
    install(DIRECTORY ${folder}/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/licenses/${name})
endforeach()

# The user guide as one HTML file; without Python-Markdown as it was written.
execute_process(COMMAND /usr/bin/python3 -c "import markdown" RESULT_VARIABLE no_markdown OUTPUT_QUIET ERROR_QUIET)
set(guide ${CMAKE_SOURCE_DIR}/resources/guide)
if(no_markdown)
    install(DIRECTORY ${guide} DESTINATION ${CMAKE_INSTALL_DOCDIR})
else()
    file(GLOB_RECURSE guide_files CONFIGURE_DEPENDS ${guide}/*)
    add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/guide/guide.html
        COMMAND /usr/bin/python3 ${CMAKE_SOURCE_DIR}/packaging/guide_html.py ${CMAKE_BINARY_DIR}/guide
        DEPENDS ${CMAKE_SOURCE_DIR}/packaging/guide_html.py ${guide_files})
    add_custom_target(duoscale_guide ALL DEPENDS ${CMAKE_BINARY_DIR}/guide/guide.html)
    install(DIRECTORY ${CMAKE_BINARY_DIR}/guide DESTINATION ${CMAKE_INSTALL_DOCDIR})
endif()

set(program_id org.duoscale.Duoscale)
if(DUOSCALE_HOMEPAGE)
    configure_file(resources/program/metainfo_links.xml.in ${CMAKE_BINARY_DIR}/metainfo_links.xml @ONLY)
    file(READ ${CMAKE_BINARY_DIR}/metainfo_links.xml DUOSCALE_METAINFO_LINKS)
endif()
configure_file(resources/program/metainfo.xml.in ${CMAKE_BINARY_DIR}/${program_id}.metainfo.xml @ONLY)
if(TARGET duoscale)
    install(FILES resources/program/${program_id}.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
    install(FILES ${CMAKE_BINARY_DIR}/${program_id}.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
    install(FILES resources/program/mime.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages
        RENAME ${program_id}.xml)
    set(icons ${CMAKE_INSTALL_DATADIR}/icons/hicolor)
    foreach(size 16 22 24 32 48 64 128 256)
        install(FILES resources/program/icons/${size}.png DESTINATION ${icons}/${size}x${size}/apps
            RENAME ${program_id}.png)
    endforeach()
    install(FILES resources/program/duoscale.svg DESTINATION ${icons}/scalable/apps RENAME ${program_id}.svg)
endif()

# Man pages and completions are written by the program itself, from the texts of --help.
set(reference ${CMAKE_BINARY_DIR}/reference)
add_custom_command(OUTPUT ${reference}/stamp
    COMMAND duoscale-cli reference --out ${reference} && ${CMAKE_COMMAND} -E touch ${reference}/stamp
    DEPENDS duoscale-cli)
add_custom_target(duoscale_reference ALL DEPENDS ${reference}/stamp)
install(FILES resources/program/duoscale.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(DIRECTORY ${reference}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR})
install(FILES ${reference}/duoscale-cli.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
    RENAME duoscale-cli)
install(FILES ${reference}/_duoscale-cli DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${reference}/duoscale-cli.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

# ---- packages: cpack -G DEB ----

set(CPACK_PACKAGE_NAME duoscale)
set(CPACK_PACKAGE_VENDOR "The Duoscale developers")
set(CPACK_PACKAGE_CONTACT "The Duoscale developers <duoscale@localhost>")
set(CPACK_PACKAGE_HOMEPAGE_URL "${DUOSCALE_HOMEPAGE}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Image generation studio for visual autoregressive models")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL studio)
if(TARGET duoscale_cuda)
    list(APPEND CPACK_COMPONENTS_ALL cuda)
endif()
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE zstd)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${DUOSCALE_TORCH_DIR}/lib ${DUOSCALE_TORCH_DIR}/../nvidia/cu13/lib)
set(CPACK_DEBIAN_STUDIO_PACKAGE_NAME duoscale)
set(CPACK_DEBIAN_STUDIO_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_STUDIO_PACKAGE_SHLIBDEPS ON)
# Loaded by name, so the libraries of the programs do not show it.
set(CPACK_DEBIAN_STUDIO_PACKAGE_DEPENDS "qt6-wayland, ca-certificates")
set(CPACK_DEBIAN_STUDIO_PACKAGE_RECOMMENDS "qt6-translations-l10n, fonts-dejavu-core | fonts-noto-core")
set(CPACK_COMPONENT_STUDIO_DESCRIPTION
    "Duoscale draws pictures with Visual AutoRegressive (VAR) models and Collaborative\nDecoding (CoDe): a large model decodes the first scales, a small one the rest.\nThis package holds the studio, the command line and a demo family of models.\nIt computes on the processor; duoscale-cuda adds NVIDIA GPUs.")
set(CPACK_DEBIAN_CUDA_PACKAGE_NAME duoscale-cuda)
set(CPACK_DEBIAN_CUDA_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_CUDA_PACKAGE_DEPENDS "duoscale (= ${PROJECT_VERSION}), python3-venv, ca-certificates")
set(CPACK_DEBIAN_CUDA_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/packaging/debian/cuda/postrm)
set(CPACK_COMPONENT_CUDA_DESCRIPTION
    "Lets Duoscale compute on NVIDIA GPUs. NVIDIA's own libraries (2.6 GB) are not in\nthis package: /usr/lib/duoscale/fetch_cuda.sh downloads them once.")
include(CPack)
