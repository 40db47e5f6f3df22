# entre-kiosk_*.deb and entre-hub_*.deb, as platform/package builds them.
# docs/packaging.md says what is in them.
include(GNUInstallDirs)
set(packaging ${PROJECT_SOURCE_DIR}/platform/packaging)
set(made ${PROJECT_BINARY_DIR}/packaging)

# Manual pages: kioskctl's from its own tree of commands, the others' from what they say to --help.
set(manuals)
function(entre_manual program section)
  set(page ${made}/${program}.${section})
  add_custom_command(OUTPUT ${page}.gz COMMAND ${CMAKE_COMMAND} -E make_directory ${made} COMMAND ${ARGN} > ${page}
                     COMMAND gzip -9nf ${page} DEPENDS ${program} VERBATIM)
  set(manuals ${manuals} ${page}.gz PARENT_SCOPE)
endfunction()
entre_manual(kioskctl 1 $<TARGET_FILE:kioskctl> manual)
foreach(entry "kiosk=the screen that visitors meet" "kiosk-sync=brings signed content, delivers answers"
        "kiosk-publish=checks, builds and signs releases" "kiosk-hub=takes answers and status, serves releases")
  string(REGEX MATCH "^[^=]+" program "${entry}")
  string(REGEX REPLACE "^[^=]+=" "" what "${entry}")
  entre_manual(${program} 1 help2man --no-info --name=${what} --source=Entré $<TARGET_FILE:${program}>)
endforeach()
add_custom_command(OUTPUT ${made}/kioskctl.bash COMMAND kioskctl completion > ${made}/kioskctl.bash DEPENDS kioskctl VERBATIM)
add_custom_command(OUTPUT ${made}/changelog.gz COMMAND gzip -9nc ${packaging}/changelog > ${made}/changelog.gz
                   DEPENDS ${packaging}/changelog VERBATIM)
add_custom_target(documents ALL DEPENDS ${manuals} ${made}/kioskctl.bash ${made}/changelog.gz)

set(doc ${CMAKE_INSTALL_DATAROOTDIR}/doc)
install(TARGETS kiosk kiosk-sync kioskctl DESTINATION bin COMPONENT kiosk)
install(DIRECTORY assets/strings assets/themes assets/fonts DESTINATION share/entre COMPONENT kiosk PATTERN "*.py" EXCLUDE)
install(FILES assets/hyphenation.toml ${packaging}/kiosk/xorg.conf DESTINATION share/entre COMPONENT kiosk)
install(PROGRAMS ${packaging}/kiosk/kiosk-session DESTINATION libexec/entre COMPONENT kiosk)
install(FILES platform/systemd/kiosk.service platform/systemd/kiosk-sync.service platform/systemd/entre-update.service
        platform/systemd/entre-update.timer platform/systemd/run-entre-stick.mount platform/systemd/kiosk-floor.service
        platform/systemd/kiosk-floor.path DESTINATION /lib/systemd/system COMPONENT kiosk)
install(FILES platform/systemd/kiosk.sysusers.conf DESTINATION lib/sysusers.d RENAME kiosk.conf COMPONENT kiosk)
install(FILES platform/systemd/kiosk.tmpfiles.conf DESTINATION lib/tmpfiles.d RENAME kiosk.conf COMPONENT kiosk)
install(FILES ${packaging}/kiosk/polkit.rules DESTINATION share/polkit-1/rules.d RENAME entre-kiosk.rules COMPONENT kiosk)
install(FILES ${packaging}/kiosk/sysctl.conf DESTINATION lib/sysctl.d RENAME 60-entre-kiosk.conf COMPONENT kiosk)
install(FILES ${packaging}/kiosk/logind.conf DESTINATION lib/systemd/logind.conf.d RENAME entre.conf COMPONENT kiosk)
install(FILES ${packaging}/kiosk/backlight.rules DESTINATION /lib/udev/rules.d RENAME 70-entre-backlight.rules COMPONENT kiosk)
install(FILES ${packaging}/kiosk/stick.rules DESTINATION /lib/udev/rules.d RENAME 70-entre-stick.rules COMPONENT kiosk)
install(FILES platform/systemd/journald.conf DESTINATION lib/systemd/journald.conf.d RENAME entre.conf COMPONENT kiosk)
install(FILES ${packaging}/kiosk/kiosk.toml DESTINATION /etc/kiosk COMPONENT kiosk)
install(FILES ${made}/kioskctl.bash DESTINATION share/bash-completion/completions RENAME kioskctl COMPONENT kiosk)
install(FILES ${made}/kiosk.1.gz ${made}/kiosk-sync.1.gz ${made}/kioskctl.1.gz DESTINATION share/man/man1 COMPONENT kiosk)
install(FILES docs/configuration.md docs/kioskctl.md DESTINATION ${doc}/entre-kiosk COMPONENT kiosk)

install(TARGETS kiosk-hub kiosk-publish DESTINATION bin COMPONENT hub)
install(DIRECTORY assets/themes DESTINATION share/entre-hub COMPONENT hub PATTERN "*.py" EXCLUDE)
install(FILES platform/systemd/kiosk-hub.service DESTINATION /lib/systemd/system COMPONENT hub)
install(FILES platform/systemd/kiosk-hub.sysusers.conf DESTINATION lib/sysusers.d RENAME kiosk-hub.conf COMPONENT hub)
install(FILES platform/systemd/kiosk-hub.tmpfiles.conf DESTINATION lib/tmpfiles.d RENAME kiosk-hub.conf COMPONENT hub)
install(FILES ${packaging}/hub/hub.env DESTINATION /etc/entre-hub COMPONENT hub)
install(FILES ${made}/kiosk-hub.1.gz ${made}/kiosk-publish.1.gz DESTINATION share/man/man1 COMPONENT hub)
install(FILES docs/hub.md docs/content.md DESTINATION ${doc}/entre-hub COMPONENT hub)

foreach(component kiosk hub)
  install(FILES ${packaging}/copyright ${made}/changelog.gz DESTINATION ${doc}/entre-${component} COMPONENT ${component})
  string(TOUPPER ${component} upper)
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME entre-${component})
  set(CPACK_DEBIAN_${upper}_FILE_NAME DEB-DEFAULT)
  set(CPACK_DEBIAN_${upper}_PACKAGE_CONTROL_EXTRA ${packaging}/${component}/postinst ${packaging}/${component}/prerm
      ${packaging}/${component}/postrm ${packaging}/${component}/conffiles)
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME entre)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "Entré maintainers <entre@packages.invalid>")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL kiosk hub)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
# Beside what dpkg-shlibdeps finds: fonts, dictionaries and the libraries that are opened when first needed.
set(CPACK_DEBIAN_KIOSK_PACKAGE_DEPENDS
    "init-system-helpers (>= 1.54), systemd | systemd-standalone-sysusers, passwd, fonts-inter, fonts-noto-core, fonts-materialdesignicons-webfont, hyphen-sv, hyphen-en-gb, tzdata, ca-certificates")
set(CPACK_DEBIAN_KIOSK_PACKAGE_RECOMMENDS
    "cage, xwayland, seatd, libgl1-mesa-dri, libxext6, xserver-xorg-core, xserver-xorg-input-libinput, xinit, libespeak-ng1, espeak-ng-data, libvoikko1, voikko-fi, network-manager, polkitd")
set(CPACK_DEBIAN_HUB_PACKAGE_DEPENDS "init-system-helpers (>= 1.54), systemd | systemd-standalone-sysusers, passwd")
set(CPACK_DEBIAN_HUB_PACKAGE_SUGGESTS "nginx-light, minisign")
set(CPACK_COMPONENT_KIOSK_DESCRIPTION "information kiosk: screen, sync and kioskctl
A touch screen in a foyer that shows a public authority's topics and
contacts, asks whether a page was useful, and keeps working when the network
is gone. Content comes as a signed release; answers are kept until the hub
has them.")
set(CPACK_COMPONENT_HUB_DESCRIPTION "information kiosk: hub and publisher
Takes answers and status of Entré's kiosks, serves signed releases to them
and shows both on a page; checks, builds and signs those releases from a
folder of Markdown.")
include(CPack)
